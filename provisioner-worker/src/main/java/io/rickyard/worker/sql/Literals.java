package io.rickyard.worker.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parameters of a query as literals without a type, which PostgreSQL reads as what the statement
 * needs there. Arrays become PostgreSQL's arrays and objects JSON, as Node.js' driver has it, which
 * the hosted platform uses.
 */
final class Literals {

  private Literals() {}

  /** The parameters, between commas. */
  static String list(List<JsonNode> parameters) {
    return parameters.stream().map(Literals::literal).collect(Collectors.joining(", "));
  }

  private static String literal(JsonNode parameter) {
    return parameter.isNull() ? "null" : quoted(text(parameter));
  }

  /** Also where standard_conforming_strings is off. */
  private static String quoted(String text) {
    String doubled = "'" + text.replace("'", "''") + "'";
    return text.contains("\\") ? " E" + doubled.replace("\\", "\\\\") : doubled;
  }

  private static String text(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> array(value);
      case OBJECT -> value.toString();
      default -> value.asText();
    };
  }

  private static String array(JsonNode elements) {
    var written = new ArrayList<String>();
    elements.forEach(element -> written.add(element(element)));
    return "{" + String.join(",", written) + "}";
  }

  private static String element(JsonNode element) {
    if (element.isNull()) {
      return "NULL";
    }
    if (element.isArray()) {
      return array(element);
    }
    return "\"" + text(element).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
