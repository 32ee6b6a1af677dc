package io.rickyard.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTypesTest {

  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
  private static final ExtensionType GREET = new ExtensionType("acme.greet");

  private final TaskTypes types = new TaskTypes(Clock.fixed(NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @ValueSource(
      strings = {"greet", "Acme.greet", "acme.", ".greet", "acme greet", "stack.greet", ""})
  void nameThatMayBecomeOneOfOursIsNoExtensions(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> TaskType.named(name));
  }

  @Test
  void builtInTypesAreKnownWithoutAnnouncement() {
    assertThat(types.terms(BuiltInType.JOB_RUN)).contains(BuiltInType.JOB_RUN.terms());
    assertThat(types.terms(GREET)).isEmpty();
  }

  @Test
  void laterAnnouncementHoldsWhicheverComesFirst() {
    // given
    types.hear(announcement("the new one"), NOW);

    // when
    types.hear(announcement("the old one"), NOW.minusSeconds(1));

    // then
    assertThat(types.announcements()).containsExactly(announcement("the new one"));
    assertThat(types.names()).contains("platform.probe", "acme.greet");
  }

  @Test
  void whatNobodyAnnouncesAnyMoreIsForgotten() {
    // when
    types.hear(announcement("gone"), NOW.minus(TypeAnnouncement.HOLDS));

    // then
    assertThat(types.announcement(GREET)).isEmpty();
    assertThat(types.names()).doesNotContain("acme.greet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                               | the field input.name is missing",
        "{\"name\": null}                 | the field input.name is missing",
        "{\"name\": 7}                    | the field input.name is not text",
        "{\"name\": \"A\", \"tone\": \"x\"} | the field input.tone is not one of [warm, cool]"
      })
  void inputThatDoesNotFitIsComplainedAboutByItsField(String json, String complaint)
      throws JsonProcessingException {
    assertThat(Samples.announcement().complaint(input(json))).contains(complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": \"A\"}", "{\"name\": \"A\", \"tone\": \"warm\"}"})
  void inputThatFitsIsNotComplainedAbout(String json) throws JsonProcessingException {
    // given
    var announced = Samples.announcement();

    // then
    assertThat(announced.complaint(input(json))).isEmpty();
    assertThat(announced.unknownField(input(json))).isEmpty();
  }

  @Test
  void fieldThatWasNotAnnouncedIsUnknown() throws JsonProcessingException {
    assertThat(Samples.announcement().unknownField(input("{\"name\": \"A\", \"nam\": 1}")))
        .contains("nam");
  }

  private static ObjectNode input(String json) throws JsonProcessingException {
    return (ObjectNode) ContractJson.mapper().readTree(json);
  }

  private static TypeAnnouncement announcement(String description) {
    return new TypeAnnouncement(GREET, description, TypeTerms.PLAIN, List.of());
  }
}
