"""Statements of the graph as pages show them: in words, with time, modality, confidence and sentences."""
