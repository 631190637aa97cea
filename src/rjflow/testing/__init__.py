"""What tests of programs that use rjflow begin with."""
