"""What people see: commands and reports. They parse, call the house, turn values into sentences, and print."""
