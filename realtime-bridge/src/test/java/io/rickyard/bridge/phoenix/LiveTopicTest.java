package io.rickyard.bridge.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.bridge.stream.Interest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTopicTest {

  private static final String ORGANIZATION = "abcdefghijklmnopqrst";

  @Test
  void tasksOfAnOrganization() {
    // when
    var topic = LiveTopic.named("realtime:tasks:" + ORGANIZATION).orElseThrow();

    // then
    assertThat(topic.interestOf("anna"))
        .isEqualTo(new Interest("anna", ORGANIZATION, null, null, "task"));
  }

  @Test
  void projectsOfAnOrganizationAreItsStacks() {
    // when
    var topic = LiveTopic.named("realtime:projects:" + ORGANIZATION).orElseThrow();

    // then
    assertThat(topic.interestOf("anna"))
        .isEqualTo(new Interest("anna", ORGANIZATION, null, null, "stack"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "phoenix",
        "realtime:tasks",
        "realtime:tasks:",
        "realtime:tasks:ABC",
        "realtime:rooms:abcdefghijklmnopqrst",
        "tasks:abcdefghijklmnopqrst",
        "realtime:tasks:abcdefghijklmnopqrst:more"
      })
  void otherTopicsAreNotKnown(String topic) {
    assertThat(LiveTopic.named(topic)).isEmpty();
  }
}
