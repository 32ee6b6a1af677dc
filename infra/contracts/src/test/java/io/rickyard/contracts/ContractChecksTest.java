package io.rickyard.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.topic.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractChecksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "ABCDEFGHIJKLMNOPQRST",
        "abcdefghijklmnopqrs1",
        "abcdefghijklmnopqrstu"
      })
  void projectReferenceIsTwentyLowerCaseLetters(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ProjectRef(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1-2-3-4-5", "not-a-uuid", ""})
  void taskIdIsACanonicalUuid(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TaskId.parse(text));
  }

  @Test
  void newIdsSortByTime() {
    // given
    var earlier = TaskId.next();

    // when
    var later = TaskId.next();

    // then
    assertThat(later.toString()).isGreaterThan(earlier.toString());
    assertThat(later.value().version()).isEqualTo(7);
  }

  @Test
  void probeFillsInWhatWasLeftOut() throws Exception {
    // when
    var probe = ContractJson.mapper().readValue("{\"type\":\"platform.probe\"}", TaskInput.class);

    // then
    assertThat(probe).isEqualTo(new TaskInput.PlatformProbe(1, Duration.ZERO, 0, 1, true, 3, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"platform.probe\",\"steps\":0}",
        "{\"type\":\"platform.probe\",\"steps\":101}",
        "{\"type\":\"platform.probe\",\"step_duration\":\"-PT1S\"}",
        "{\"type\":\"platform.probe\",\"step_duration\":\"PT2H\"}",
        "{\"type\":\"platform.probe\",\"steps\":2,\"fail_step\":3}",
        "{\"type\":\"stack.provision\",\"name\":\"a\"}",
        "{\"type\":\"stack.adopt\",\"name\":\"a\",\"region\":\"local\"}",
        "{\"type\":\"stack.adopt\",\"name\":\"a\",\"region\":\"local\",\"compose_project\":\"../a\"}",
        "{\"type\":\"stack.unheard_of\"}",
        "{}"
      })
  void inputOutOfRangeIsRefused(String json) {
    assertThatThrownBy(() -> ContractJson.mapper().readValue(json, TaskInput.class))
        .isInstanceOf(JsonMappingException.class);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void positionIsReadAsItWasWritten(Topic topic) {
    // given
    var position = new Position(topic, 1, 4711);

    // when
    var read = Position.parse(position.text());

    // then
    assertThat(read).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "commands.normal", "commands.normal-0", "nothing-0-1", "commands.normal-0--1"})
  void textThatIsNoPositionIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.parse(text));
  }

  @Test
  void strongerRoleMayDoWhatAWeakerOneMay() {
    assertThat(Role.OWNER.atLeast(Role.DEVELOPER)).isTrue();
    assertThat(Role.DEVELOPER.atLeast(Role.DEVELOPER)).isTrue();
    assertThat(Role.MEMBER.atLeast(Role.DEVELOPER)).isFalse();
  }

  @Test
  void fiveStatesEndATask() {
    assertThat(TaskStatus.values()).filteredOn(TaskStatus::ended).hasSize(5);
  }
}
