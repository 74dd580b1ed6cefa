"""Programs that were made with other apps, as programs of one's own."""
