

nDataServiceDatasetV4