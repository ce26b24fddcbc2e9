"""What passes need to know of a function; nothing here changes one."""
