package io.rickyard.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.service.InvalidSetting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

  private static final String SIGNING = Base64.getEncoder().encodeToString(new byte[32]);

  private final Fingerprints fingerprints = new Fingerprints("", SIGNING);

  @Test
  void orderOfKeysDoesNotMatter() throws Exception {
    assertThat(of("{\"a\":1,\"b\":{\"c\":2,\"d\":[1,2]}}"))
        .isEqualTo(of("{\"b\":{\"d\":[1,2],\"c\":2},\"a\":1}"));
  }

  @Test
  void everythingElseDoes() throws Exception {
    assertThat(of("{\"a\":[1,2]}"))
        .isNotEqualTo(of("{\"a\":[2,1]}"))
        .isNotEqualTo(of("{\"a\":[1,\"2\"]}"))
        .isNotEqualTo(of("{\"a\":[1,2],\"b\":null}"));
  }

  @Test
  void cannotBeComputedWithoutTheKey() throws Exception {
    // given
    var others =
        new Fingerprints(
            Base64.getEncoder().encodeToString("other".getBytes(StandardCharsets.UTF_8)), SIGNING);

    // then
    assertThat(others.of(ContractJson.mapper().readTree("{}"))).isNotEqualTo(of("{}"));
  }

  @Test
  void missingKeyIsNamed() {
    assertThatThrownBy(() -> new Fingerprints("", ""))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.gateway.fingerprint-key");
  }

  private String of(String json) throws JsonProcessingException {
    return fingerprints.of(ContractJson.mapper().readTree(json));
  }
}
