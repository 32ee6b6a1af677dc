package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.Role;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.engine.EngineSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionControllerIT extends LocksAtAnEngine {

  private static final String MEMBER = "a-member";

  private final PositionController controller;

  PositionControllerIT() {
    controller = new PositionController(transactions, memberships, EngineSettings.usual());
    member(ORGANIZATION, MEMBER, Role.MEMBER);
  }

  @Test
  void aMemberSeesWhoIsBeforeATaskInItsLane() {
    // given
    String holder = held("deploy", MEMBER);
    String next = held("deploy", MEMBER);
    String last = held("deploy", MEMBER);

    // when
    var position = controller.position(as(MEMBER), last);

    // then
    assertThat(position.waitsFor()).isEqualTo("lane");
    assertThat(position.ahead()).isEqualTo(2);
    assertThat(position.more()).isFalse();
    assertThat(position.holder())
        .isEqualTo(new PositionForm.HolderForm(holder, "lock.hold", "running"));
    assertThat(controller.position(as(MEMBER), next).ahead()).isEqualTo(1);
    assertThat(controller.position(as(MEMBER), holder).waitsFor()).isNull();
  }

  @Test
  void aStrangerDoesNotLearnOfATask() {
    // given
    String task = held("hidden", MEMBER);

    // when
    var asked = List.of(task, TaskId.next().toString(), "no id");

    // then
    assertThat(asked)
        .allSatisfy(id ->
            assertThatThrownBy(() -> controller.position(as(STRANGER), id))
                .isInstanceOfSatisfying(
                    RequestRefused.class,
                    refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND)));
  }
}
