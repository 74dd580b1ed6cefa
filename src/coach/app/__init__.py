"""What commands and screens share: the use cases."""
