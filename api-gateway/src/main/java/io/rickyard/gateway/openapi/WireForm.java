package io.rickyard.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a description to the form that goes over the wire. The compiler's plugin knows Java's
 * names only; what becomes of them is asked of the mapper that writes the answers.
 *
 * <ol>
 *   <li>An enumeration has the values that are written for its constants.
 *   <li>A type has the members that are written for its properties. What may be left out is not
 *       required: what may be null and is not written then, and what is not written because it is
 *       empty or as usual.
 *   <li>What may be anything has no type: the plugin takes it for an object.
 *   <li>An answer that is passed on as bytes is not a text in Base64: as JSON it is anything, else
 *       it is binary.
 * </ol>
 *
 * <p>A description that has this form already stays as it is.
 */
final class WireForm {

  /** A schema that says nothing but these says of an object that it is one. */
  private static final Set<String> VAGUE = Set.of("type", "nullable", "description");

  private static final Set<JsonInclude.Include> WHOLE =
      Set.of(JsonInclude.Include.ALWAYS, JsonInclude.Include.NON_NULL);

  private final ObjectMapper mapper;
  private final Function<String, Class<?>> types;

  /**
   * A form.
   *
   * @param mapper writes the answers
   * @param types finds the type that a schema describes, by the schema's name
   */
  WireForm(ObjectMapper mapper, Function<String, Class<?>> types) {
    this.mapper = mapper;
    this.types = types;
  }

  /**
   * Changes a description.
   *
   * @throws IllegalStateException when it describes a member that nobody writes
   */
  void give(ObjectNode description) {
    for (var schema : description.at("/components/schemas").properties()) {
      var type = types.apply(schema.getKey());
      var described = (ObjectNode) schema.getValue();
      if (type.isEnum()) {
        values(described, type);
      } else {
        members(schema.getKey(), described, members(mapper.constructType(type)));
      }
    }
    description.path("paths").findValues("content").forEach(WireForm::passedOn);
    anything(description);
  }

  private void values(ObjectNode described, Class<?> type) {
    var values = described.putArray("enum");
    for (var constant : type.getEnumConstants()) {
      values.add(mapper.<JsonNode>valueToTree(constant));
    }
    described.remove("x-type");
  }

  /**
   * What is written for a property.
   *
   * @param name its name on the wire
   * @param always whether it is always written
   * @param nullable whether it may be null
   */
  private record Member(String name, boolean always, boolean nullable) {}

  /** By the names that they may have in the description: those of the wire and Java's. */
  private Map<String, Member> members(JavaType type) {
    var written = mapper.getSerializationConfig().introspect(type);
    if (written.findJsonValueAccessor() != null) {
      throw new IllegalStateException(
          type + " is written as one value: openapi.properties is to say which");
    }
    var all = new HashMap<String, Member>();
    for (var property : written.findProperties()) {
      if (unwrapped(property)) {
        all.putAll(members(property.getPrimaryType()));
      } else {
        boolean nullable = nullable(type, property.getInternalName());
        var inclusion = inclusion(written, property);
        var member =
            new Member(
                property.getName(),
                nullable ? inclusion == JsonInclude.Include.ALWAYS : WHOLE.contains(inclusion),
                nullable);
        all.put(property.getName(), member);
        if (!property.isExplicitlyNamed()) {
          all.put(property.getInternalName(), member);
        }
      }
    }
    return all;
  }

  private boolean unwrapped(BeanPropertyDefinition property) {
    return mapper
            .getSerializationConfig()
            .getAnnotationIntrospector()
            .findUnwrappingNameTransformer(property.getPrimaryMember())
        != null;
  }

  /** The property's own word, else its type's, else the mapper's. */
  private JsonInclude.Include inclusion(BeanDescription type, BeanPropertyDefinition property) {
    var usual = mapper.getSerializationConfig().getDefaultPropertyInclusion();
    return type.findPropertyInclusion(usual)
        .withOverrides(property.findInclusion())
        .getValueInclusion();
  }

  private static boolean nullable(JavaType type, String property) {
    var components = type.getRawClass().getRecordComponents();
    return components != null
        && Arrays.stream(components)
            .anyMatch(component ->
                component.getName().equals(property)
                    && component.getAnnotatedType().isAnnotationPresent(Nullable.class));
  }

  private static void members(String name, ObjectNode described, Map<String, Member> members) {
    var renamed = new LinkedHashMap<String, JsonNode>();
    for (var property : described.path("properties").properties()) {
      var member = member(name, property.getKey(), members);
      renamed.put(
          member.name(), member.nullable() ? nullable(property.getValue()) : property.getValue());
    }
    List<String> required = new ArrayList<>();
    for (var property : described.path("required")) {
      var member = member(name, property.textValue(), members);
      if (member.always()) {
        required.add(member.name());
      }
    }
    if (!renamed.isEmpty()) {
      described.putObject("properties").setAll(renamed);
    }
    described.remove("required");
    if (!required.isEmpty()) {
      required.forEach(described.putArray("required")::add);
    }
  }

  /** What is beside a reference does not count. */
  private static JsonNode nullable(JsonNode schema) {
    var either = (ObjectNode) schema;
    if (either.has("$ref")) {
      either = either.objectNode();
      either.putArray("allOf").add(schema);
    }
    return either.put("nullable", true);
  }

  private static Member member(String name, String property, Map<String, Member> members) {
    var member = members.get(property);
    if (member == null) {
      throw new IllegalStateException(
          "%s has no member for %s, which its description has".formatted(name, property));
    }
    return member;
  }

  private static void passedOn(JsonNode content) {
    for (var media : content.properties()) {
      if (media.getValue().path("schema") instanceof ObjectNode schema
          && schema.path("format").asText().equals("byte")) {
        if (media.getKey().equals("application/json")) {
          schema.removeAll();
        } else {
          schema.put("format", "binary");
        }
      }
    }
  }

  private static void anything(JsonNode node) {
    node.forEach(WireForm::anything);
    if (node instanceof ObjectNode schema
        && schema.path("type").asText().equals("object")
        && schema.properties().stream().allMatch(each -> VAGUE.contains(each.getKey()))) {
      schema.remove(List.of("type", "nullable"));
    }
  }
}
