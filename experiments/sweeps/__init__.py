"""Sweeps: a plan says what varies, a design lays out points, a runner plays them, a store keeps them."""
