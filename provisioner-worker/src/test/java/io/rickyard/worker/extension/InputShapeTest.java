package io.rickyard.worker.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rickyard.contracts.task.InputField;
import io.rickyard.contracts.task.InputField.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputShapeTest {

  record Inner(int number) {}

  record Mixed(
      UUID id,
      double share,
      boolean really,
      Instant at,
      @Nullable List<String> names,
      Map<String, String> words,
      Inner inner,
      @JsonProperty("odd-name") Object other) {}

  record Typed(String type) {}

  @Test
  void fieldsAreThoseOfTheRecordAsTheyAreWritten() {
    assertThat(InputShape.of(Greet.Input.class))
        .containsExactly(
            new InputField("name", Kind.TEXT, true, List.of()),
            new InputField("times", Kind.INTEGER, false, List.of()),
            new InputField("tone", Kind.CHOICE, false, List.of("WARM", "COOL")),
            new InputField("fail_attempts", Kind.INTEGER, false, List.of()),
            new InputField("longest_pause", Kind.DURATION, false, List.of()));
  }

  @Test
  void everyKindIsToldApart() {
    assertThat(InputShape.of(Mixed.class))
        .containsExactly(
            new InputField("id", Kind.TEXT, true, List.of()),
            new InputField("share", Kind.NUMBER, true, List.of()),
            new InputField("really", Kind.BOOLEAN, true, List.of()),
            new InputField("at", Kind.TIME, true, List.of()),
            new InputField("names", Kind.LIST, false, List.of()),
            new InputField("words", Kind.OBJECT, true, List.of()),
            new InputField("inner", Kind.OBJECT, true, List.of()),
            new InputField("odd-name", Kind.ANY, true, List.of()));
  }

  @Test
  void inputWithAFieldCalledTypeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> InputShape.of(Typed.class));
  }
}
