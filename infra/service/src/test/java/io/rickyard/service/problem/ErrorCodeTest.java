package io.rickyard.service.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorIsExplainedToCallers(ErrorCode code) throws IOException {
    // given
    String documentation = Files.readString(Path.of("../docs/errors.md"));

    // then
    assertThat(documentation)
        .contains("| `" + code.wireName() + "` | " + code.status() + " | " + code.title() + " |");
  }

  @Test
  void codeIsFoundByItsWireName() {
    assertThat(ErrorCode.named("runtime_not_isolated")).hasValue(ErrorCode.RUNTIME_NOT_ISOLATED);
    assertThat(ErrorCode.named("no_such_code")).isEmpty();
  }
}
