-- When the catalogue was changed last (dct:modified of DCAT-AP.de) is asked of its data sets alone.
CREATE INDEX change_of_datasets ON change (at) WHERE entity_type = 'Dataset';
