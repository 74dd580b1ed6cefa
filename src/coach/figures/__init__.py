"""Figures as pictures: the body at a moment as shapes, and shapes as cells or SVG; pure functions."""
