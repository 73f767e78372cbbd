"""What the W3C's context for annotations (http://www.w3.org/ns/anno.jsonld) says of the terms that our files use.

From the Web Annotation Vocabulary, appendix A; a term that is not here has no meaning to the judges.
"""

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
FOAF, DCTERMS = "http://xmlns.com/foaf/0.1/", "http://purl.org/dc/terms/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"


def links(vocabulary, *terms, **renamed):
    pairs = {term: term for term in terms} | renamed
    return {term: {"@id": f"{vocabulary}{name}", "@type": "@id"} for term, name in pairs.items()}


def words(vocabulary, *terms, **renamed):
    return {term: f"{vocabulary}{name}" for term, name in ({one: one for one in terms} | renamed).items()}


CONTEXT = {
    "@context": {
        "id": "@id",
        "type": "@type",
        **words(OA, "Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector"),
        **words(OA, "TextPositionSelector", "classifying", "describing", "identifying"),
        **words(OA, "start", "end", "exact", "prefix", "suffix"),
        **words(AS, AnnotationCollection="OrderedCollection", AnnotationPage="OrderedCollectionPage"),
        **words(AS, "startIndex", total="totalItems"),
        **words(FOAF, "Person", account="nick"),
        **words(RDF, "value"),
        **words(RDFS, "label"),
        "format": "http://purl.org/dc/elements/1.1/format",
        **links(OA, body="hasBody", target="hasTarget", source="hasSource", selector="hasSelector"),
        **links(AS, "partOf", "first"),
        **links(DCTERMS, "creator"),
        "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
        "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
        "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    }
}
