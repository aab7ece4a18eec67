"""The endpoints, one subject a module: each reads a request, asks the engine, picks a response."""
