package io.rickyard.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rickyard.contracts.topic.Topic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterIdTest {

  @ParameterizedTest
  @EnumSource(Topic.class)
  void whatIsWrittenIsRead(Topic topic) {
    // given
    var id = new LetterId(topic, 3, 42);

    // when
    var read = LetterId.parse(id.text());

    // then
    assertThat(read).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "events-0-1", "nothing.dlt-0-1", "events.dlt-0", "events.dlt-0--1", "../flow"})
  void whatIsNoIdIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> LetterId.parse(text));
  }
}
