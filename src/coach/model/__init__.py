"""What things are: frozen values that everything else passes around, without input or output."""
