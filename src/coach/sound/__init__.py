"""Tones, speech, and the devices that play them."""
