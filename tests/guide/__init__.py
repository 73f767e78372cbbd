"""The pictures of the editor's guide: `make guide` takes them of the demo, so that they show what is there."""
