package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Old goldens are never edited: what was written once must be readable for ever. */
class GoldenTest {

  static Stream<String> names() {
    return Samples.all().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void messageIsWrittenAsItsGoldenSays(String name) throws IOException {
    // given
    var mapper = ContractJson.mapper();

    // when
    byte[] written = ContractJson.write(sample(name));

    // then
    assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(golden(name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void goldenIsReadAsTheMessageItWas(String name) throws IOException {
    assertThat(ContractJson.read(golden(name))).isEqualTo(sample(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void fieldOfANewerVersionIsIgnored(String name) throws IOException {
    // given
    var tree = (ObjectNode) ContractJson.mapper().readTree(golden(name));
    tree.put("from_the_future", 1);
    ((ObjectNode) tree.get("body")).put("from_the_future", 1);

    // when
    var read = ContractJson.read(ContractJson.mapper().writeValueAsBytes(tree));

    // then
    assertThat(read).isEqualTo(sample(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void messageWithoutAnActorIsRefused(String name) throws IOException {
    // given
    var tree = (ObjectNode) ContractJson.mapper().readTree(golden(name));
    tree.remove("actor");
    byte[] json = ContractJson.mapper().writeValueAsBytes(tree);

    // when
    assertThatThrownBy(() -> ContractJson.read(json))
        // then
        .isInstanceOf(IOException.class)
        .hasMessageContaining("actor");
  }

  static List<Class<?>> families() {
    return List.of(
        TaskEvent.class,
        StackEvent.class,
        OrganizationEvent.class,
        IdentityEvent.class,
        TaskInput.class);
  }

  /** Families whose kinds are named beside them; {@link #everyInputHasAType} for the inputs. */
  static List<Class<?>> eventFamilies() {
    return families().stream().filter(family -> family != TaskInput.class).toList();
  }

  @ParameterizedTest
  @MethodSource("eventFamilies")
  void everyKindHasAName(Class<?> family) {
    // given
    var named =
        Arrays.stream(
                requireNonNull(
                        family.getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class))
                    .value())
            .<Class<?>>map(type -> type.value())
            .toList();

    // when
    var kinds = Set.of(family.getPermittedSubclasses());

    // then
    assertThat(named).containsExactlyInAnyOrderElementsOf(kinds);
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyKindStandsInASample(Class<?> family) throws IOException {
    // given
    var inSamples =
        Stream.concat(
                Samples.inputs().stream(),
                Samples.all().values().stream().flatMap(GoldenTest::events))
            .map(Object::getClass)
            .toList();

    // when
    Class<?>[] kinds = family.getPermittedSubclasses();

    // then
    assertThat(inSamples).contains(kinds);
  }

  @Test
  void everyInputHasAType() {
    // when
    var types = Samples.inputs().stream().map(TaskInput::taskType).toList();

    // then
    assertThat(types).contains(BuiltInType.values()).doesNotHaveDuplicates();
  }

  @Test
  void everyInputComesBackAsItWas() throws IOException {
    for (TaskInput input : Samples.inputs()) {
      var json = ContractJson.mapper().writeValueAsString(input);
      assertThat(ContractJson.mapper().readValue(json, TaskInput.class)).isEqualTo(input);
    }
  }

  private static Stream<?> events(Envelope<?> envelope) {
    return switch (envelope.body()) {
      case io.rickyard.contracts.task.TaskEvents body -> body.events().stream();
      case io.rickyard.contracts.stack.StackEvents body -> body.events().stream();
      case io.rickyard.contracts.organization.OrganizationEvents body -> body.events().stream();
      case io.rickyard.contracts.identity.IdentityEvents body -> body.events().stream();
      case MessageBody other -> Stream.of(other);
    };
  }

  private static Envelope<?> sample(String name) {
    return requireNonNull(Samples.all().get(name));
  }

  private static byte[] golden(String name) throws IOException {
    try (var stream = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return requireNonNull(stream, "No golden for " + name).readAllBytes();
    }
  }
}
