"""Light pages: small and plain, without Solara, for phones, for a class and for its wall."""
