"""New ids, as all houses make them."""

from services.kit.identifiers import new_id as new_id
