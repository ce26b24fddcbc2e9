"""Models written as classes of layers, trained with tangent."""
