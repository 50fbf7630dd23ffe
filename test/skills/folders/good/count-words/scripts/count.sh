wc -w
