"""Code in the backward pass: gradients that are clipped, stopped, replaced and drawn."""
