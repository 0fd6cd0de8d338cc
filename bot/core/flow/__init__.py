"""Flows: files that hold ids and routing, and the pure engine that walks them."""
