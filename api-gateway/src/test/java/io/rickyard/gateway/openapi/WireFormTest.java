package io.rickyard.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.ContractJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireFormTest {

  private static final Map<String, Class<?>> TYPES =
      Map.of("Thing", Thing.class, "Level", Level.class, "Plain", Plain.class, "Id", Id.class);

  /** All that may be different on the wire. */
  record Thing(
      String twoWords,
      @JsonProperty("hasAccess") boolean access,
      @JsonProperty("sameWords") String same,
      @JsonProperty("same_words") String sameAgain,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int priority,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> someWords,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String told,
      @Nullable String perhaps,
      @JsonProperty("maybePlain") @Nullable Plain plain,
      @JsonUnwrapped Inner inner) {}

  /** Its members are the other's. */
  record Inner(String innerWords) {}

  /** Written by another name. */
  enum Level {
    HIGH("high-up"),
    LOW("low");

    private final String name;

    Level(String name) {
      this.name = name;
    }

    @JsonValue
    String wireName() {
      return name;
    }
  }

  /** Written by its own name. */
  enum Plain {
    ONE
  }

  /** Written as what it holds. */
  record Id(@JsonValue String value) {}

  private static ObjectNode description(String schemas, String paths) {
    try {
      return (ObjectNode)
          ContractJson.mapper()
              .readTree(
                  """
                  {"paths":{%s},"components":{"schemas":{%s}}}
                  """
                      .formatted(paths, schemas));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode given(ObjectNode description) {
    var form =
        new WireForm(
            ContractJson.mapper(),
            name -> {
              var type = TYPES.get(name);
              if (type == null) {
                throw new IllegalStateException(name);
              }
              return type;
            });
    form.give(description);
    return description;
  }

  private static final String THING =
      """
      "Thing":{"type":"object","required":["twoWords","hasAccess","sameWords","same_words",
        "priority","someWords","told","perhaps","maybePlain","innerWords"],"properties":{
        "twoWords":{"type":"string","description":"two"},"hasAccess":{"type":"boolean"},
        "sameWords":{"type":"string"},"same_words":{"type":"string"},
        "priority":{"type":"integer"},"someWords":{"type":"array","items":{"type":"string"}},
        "told":{"type":"string"},"perhaps":{"type":"string"},
        "maybePlain":{"$ref":"#/components/schemas/Plain"},"innerWords":{"type":"string"}}}
      """;

  @Test
  void membersHaveTheNamesThatAreWrittenAndWhatMayBeLeftOutIsNotRequired() {
    // when
    var thing = given(description(THING, "")).at("/components/schemas/Thing");

    // then
    assertThat(thing.path("properties").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "two_words",
            "hasAccess",
            "sameWords",
            "same_words",
            "priority",
            "some_words",
            "told",
            "perhaps",
            "maybePlain",
            "inner_words");
    assertThat(thing.at("/properties/told/nullable").asBoolean()).isTrue();
    assertThat(thing.at("/properties/maybePlain"))
        .hasToString("{\"allOf\":[{\"$ref\":\"#/components/schemas/Plain\"}],\"nullable\":true}");
    assertThat(thing.at("/properties/two_words/description").asText()).isEqualTo("two");
    assertThat(thing.path("required"))
        .hasToString(
            "[\"two_words\",\"hasAccess\",\"sameWords\",\"same_words\",\"told\",\"inner_words\"]");
  }

  @Test
  void enumerationsHaveTheValuesThatAreWritten() {
    // when
    var schemas =
        given(
                description(
                    """
                    "Level":{"type":"string","enum":["HIGH","LOW"],"x-type":"String"},
                    "Plain":{"type":"string","enum":["ONE"]}
                    """,
                    ""))
            .at("/components/schemas");

    // then
    assertThat(schemas)
        .hasToString(
            "{\"Level\":{\"type\":\"string\",\"enum\":[\"high-up\",\"low\"]},"
                + "\"Plain\":{\"type\":\"string\",\"enum\":[\"ONE\"]}}");
  }

  @Test
  void whatMayBeAnythingHasNoType() {
    // when
    var described =
        given(
            description(
                "",
                """
                "/a":{"type":"object","additionalProperties":{"type":"object","nullable":true}}
                """));

    // then
    assertThat(described.at("/paths/~1a"))
        .hasToString("{\"type\":\"object\",\"additionalProperties\":{}}");
  }

  @Test
  void whatIsPassedOnIsNoTextInBase64() {
    // when
    var content =
        given(
                description(
                    "",
                    """
                    "/a":{"content":{
                      "application/json":{"schema":{"type":"string","format":"byte"}},
                      "application/zip":{"schema":{"type":"string","format":"byte"}}}}
                    """))
            .at("/paths/~1a/content");

    // then
    assertThat(content)
        .hasToString(
            "{\"application/json\":{\"schema\":{}},"
                + "\"application/zip\":{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}}");
  }

  @Test
  void whatHasTheFormAlreadyStaysAsItIs() {
    // given
    var once = given(description(THING, ""));

    // when
    var twice = given(once.deepCopy());

    // then
    assertThat(twice).isEqualTo(once);
  }

  @Test
  void whatNobodyWritesEndsTheBuild() {
    assertThatThrownBy(() ->
            given(description("\"Thing\":{\"type\":\"object\",\"properties\":{\"other\":{}}}", "")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Thing", "other");
    assertThatThrownBy(() -> given(description("\"Id\":{\"type\":\"object\"}", "")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("openapi.properties");
  }
}
