"""What must stay quick, measured: one module per measurement, each giving rows for one table."""
