-- The copy of which projects and data sets there are in all houses: the marketplace's catalogue tells of them. With it a
-- house knows the project of another ministry while the marketplace is away; nothing is kept but what kind of thing it is.
CREATE TABLE known_document (
  id        text PRIMARY KEY,
  type_name text NOT NULL
);
