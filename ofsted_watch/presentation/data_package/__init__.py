"""All that is published as tables that an analyst keeps: their columns, their rows, their description. Pure."""
