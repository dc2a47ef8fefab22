"""What is recorded against anybody's release or transfer: rules over columns, each verdict with its statements."""
