"""The screens. They show state and send intents; they decide nothing."""
