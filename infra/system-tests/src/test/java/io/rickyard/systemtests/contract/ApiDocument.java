package io.rickyard.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The served description of the API. */
public final class ApiDocument {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final Map<JsonNode, Schema> compiled = new HashMap<>();

  /** Reads one. */
  public ApiDocument(JsonNode document) {
    this.document = nullable(document.deepCopy());
  }

  /** All operations below {@code /v1}. */
  public List<ApiOperation> operations() {
    var all = new ArrayList<ApiOperation>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation -> {
                  if (METHODS.contains(operation.getKey()) && path.getKey().startsWith("/v1/")) {
                    all.add(
                        new ApiOperation(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue()));
                  }
                }));
    return all;
  }

  /** What a reference leads to; else the schema itself. */
  public JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    if (reference.isEmpty()) {
      var all = schema.path("allOf");
      return all.size() == 1 ? resolved(all.get(0)) : schema;
    }
    return document.at(reference.substring(1));
  }

  /** What keeps a JSON text from having a form. */
  public List<String> complaints(JsonNode schema, String json) {
    return compiled.computeIfAbsent(schema, this::compile).validate(json, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return SCHEMAS.getSchema(whole.toString(), InputFormat.JSON);
  }

  /** OpenAPI 3.0 says of a schema that null is good, too; JSON Schema has a type for that. */
  private static JsonNode nullable(JsonNode node) {
    node.forEach(ApiDocument::nullable);
    if (node instanceof ObjectNode schema && schema.path("nullable").asBoolean()) {
      schema.remove("nullable");
      var either = schema.deepCopy();
      schema.removeAll();
      schema.putArray("anyOf").add(either).addObject().put("type", "null");
    }
    return node;
  }
}
