package io.rickyard.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests for operations: with what has to be there, with all there can be, and wrong ones.
 */
public final class RequestMaker {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** With the segment before it, which says of what it is one. */
  private static final Pattern NAME_IN_BRACES = Pattern.compile("([^/{}]*)/\\{([^}]*)}");

  private static final int DEEPEST = 5;

  /** What breaks a reader that expects something else. */
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "-1",
          "0",
          "99999999999999999999",
          "1e309",
          "null",
          "true",
          "'; drop table x; --",
          "%",
          "a".repeat(3000),
          "\u0000",
          "\uD83E\uDDA6",
          "../../etc/passwd",
          "2026-13-45T99:99:99Z",
          "P-1Y",
          "{\"a\":1}",
          "*",
          "a,b,,c",
          "<script>");

  private final ApiDocument document;
  private final Map<String, String> values;
  private final Random random;

  /**
   * Makes one.
   *
   * @param values what is good for a parameter or member of a name; of a parameter in a path also
   *     by the segment before it, such as {@code hooks.id}
   * @param random chooses what is wrong
   */
  public RequestMaker(ApiDocument document, Map<String, String> values, Random random) {
    this.document = document;
    this.values = values;
    this.random = random;
  }

  /**
   * A request, without who sends it.
   *
   * @param path with its query
   * @param body JSON, or what was to be
   */
  public record Made(String path, @Nullable String body) {}

  /** With what has to be there. */
  public Made minimal(ApiOperation operation) {
    return new Made(
        filled(operation.path()),
        operation.body().map(schema -> value("", schema, false, 0).toString()).orElse(null));
  }

  /** With everything there can be. */
  public Made maximal(ApiOperation operation) {
    var query = new StringBuilder();
    for (var parameter : operation.queryParameters()) {
      String name = parameter.path("name").asText();
      String value = values.get(name);
      if (value != null || parameter.path("required").asBoolean()) {
        add(query, name, value == null ? "1" : value);
      }
    }
    return new Made(
        filled(operation.path()) + query,
        operation.body().map(schema -> value("", schema, true, 0).toString()).orElse(null));
  }

  /** With something wrong in its path, its query or its body. */
  public Made wrong(ApiOperation operation) {
    var good = maximal(operation);
    return switch (random.nextInt(3)) {
      case 0 -> new Made(strange(operation.path()), good.body());
      case 1 -> new Made(filled(operation.path()) + strangeQuery(operation), good.body());
      default -> new Made(filled(operation.path()), strangeBody(operation));
    };
  }

  private String filled(String template) {
    return NAME_IN_BRACES
        .matcher(template)
        .replaceAll(found -> found.group(1) + "/" + encoded(known(found)));
  }

  private String strange(String template) {
    return NAME_IN_BRACES
        .matcher(template)
        .replaceAll(found ->
            found.group(1) + "/" + encoded(random.nextBoolean() ? nastySegment() : known(found)));
  }

  private String known(MatchResult found) {
    String name = found.group(2);
    String ofWhat = values.get(found.group(1) + "." + name);
    return ofWhat == null ? values.getOrDefault(name, "unknown") : ofWhat;
  }

  private String strangeQuery(ApiOperation operation) {
    var query = new StringBuilder();
    for (var parameter : operation.queryParameters()) {
      if (random.nextInt(3) > 0) {
        add(query, parameter.path("name").asText(), nasty());
      }
    }
    add(query, "unheard_of", nasty());
    return query.toString();
  }

  private @Nullable String strangeBody(ApiOperation operation) {
    if (operation.body().isEmpty()) {
      return random.nextBoolean() ? "{\"unheard_of\":1}" : null;
    }
    return switch (random.nextInt(6)) {
      case 0 -> "{\"";
      case 1 -> "[]";
      case 2 -> "null";
      case 3 -> null;
      case 4 -> "\"" + "a".repeat(10) + "\"";
      default -> oneWrongMember(operation.body().orElseThrow());
    };
  }

  private String oneWrongMember(JsonNode schema) {
    if (!(value("", schema, true, 0) instanceof ObjectNode body) || body.isEmpty()) {
      return "7";
    }
    var names = body.properties().stream().map(Map.Entry::getKey).toList();
    String chosen = names.get(random.nextInt(names.size()));
    body.set(
        chosen,
        switch (random.nextInt(6)) {
          case 0 -> NODES.nullNode();
          case 1 -> NODES.numberNode(-1);
          case 2 -> NODES.numberNode(Double.MAX_VALUE);
          case 3 -> NODES.arrayNode().add(NODES.nullNode());
          case 4 -> NODES.objectNode().put("a", 1);
          default -> NODES.textNode(nasty());
        });
    return body.toString();
  }

  private String nasty() {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  /** Nothing at all would be the path of another operation. */
  private String nastySegment() {
    var nasty = nasty();
    return nasty.isEmpty() ? "-" : nasty;
  }

  /** A value of a form; the values known for names are those that fit. */
  private JsonNode value(String name, JsonNode described, boolean all, int depth) {
    JsonNode schema = document.resolved(described);
    var either = schema.path("anyOf").path(0);
    if (!either.isMissingNode()) {
      return value(name, either, all, depth);
    }
    if (schema.path("enum").size() > 0) {
      return schema.path("enum").get(0);
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, all, depth);
      case "array" -> NODES.arrayNode().add(value(name, schema.path("items"), all, depth + 1));
      case "integer", "number" -> NODES.numberNode(1);
      case "boolean" -> NODES.booleanNode(false);
      case "string" -> text(name, schema.path("format").asText());
      default -> NODES.objectNode();
    };
  }

  private JsonNode object(JsonNode schema, boolean all, int depth) {
    var object = NODES.objectNode();
    var required = new HashSet<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema
        .path("properties")
        .properties()
        .forEach(member -> {
          if (required.contains(member.getKey()) || (all && depth < DEEPEST)) {
            object.set(member.getKey(), value(member.getKey(), member.getValue(), all, depth + 1));
          }
        });
    return object;
  }

  private JsonNode text(String name, String format) {
    String known = values.get(name);
    if (known != null) {
      return NODES.textNode(known);
    }
    return NODES.textNode(
        switch (format) {
          case "date-time" ->
              Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
          case "uuid" -> "00000000-0000-4000-8000-000000000000";
          case "duration" -> "PT1H";
          default -> "walk";
        });
  }

  private static void add(StringBuilder query, String name, String value) {
    query
        .append(query.isEmpty() ? '?' : '&')
        .append(encoded(name))
        .append('=')
        .append(encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
