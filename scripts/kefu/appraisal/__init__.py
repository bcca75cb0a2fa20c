"""What is written from the published appraisal: the manager's workbook and the file of a pay-out."""
