"""What a workflow is once it has been read: frozen, linked, equal whatever its layout."""
