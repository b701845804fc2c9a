"""What is measured: each module prints the figures that the documents quote."""
