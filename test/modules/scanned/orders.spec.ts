throw new Error('Tests are never imported by a scan.');
