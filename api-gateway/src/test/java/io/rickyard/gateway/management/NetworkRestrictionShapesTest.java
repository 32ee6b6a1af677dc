package io.rickyard.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.gateway.management.NetworkRestrictionShapes.Change;
import io.rickyard.gateway.management.NetworkRestrictionShapes.Networks;
import io.rickyard.gateway.management.NetworkRestrictionShapes.Restrictions;
import io.rickyard.gateway.management.NetworkRestrictionShapes.TypedRestrictions;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkRestrictionShapesTest {

  private static final DatabaseAccess SOME =
      new DatabaseAccess(List.of("203.0.113.0/24"), List.of("2001:db8::/32"), true);

  private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return ContractJson.mapper().readValue(json, type);
  }

  @Test
  void networksReplaceThoseThatWereThere() throws JsonProcessingException {
    // when
    var networks =
        read("{\"dbAllowedCidrs\": [\"10.0.0.0/8\"], \"dbAllowedCidrsV6\": []}", Networks.class);

    // then
    assertThat(networks.in(SOME))
        .isEqualTo(new DatabaseAccess(List.of("10.0.0.0/8"), List.of(), true));
  }

  @Test
  void networksOfWhichNothingIsSaidStay() throws JsonProcessingException {
    assertThat(read("{\"dbAllowedCidrs\": []}", Networks.class).in(SOME))
        .isEqualTo(new DatabaseAccess(List.of(), SOME.allowedV6(), true));
  }

  @Test
  void someAreAddedAndOthersRemoved() throws JsonProcessingException {
    // when
    var change =
        read(
            """
            {"add": {"dbAllowedCidrs": ["10.0.0.0/8", "203.0.113.0/24"]},
             "remove": {"dbAllowedCidrsV6": ["2001:db8::/32", "::/0"]}}
            """,
            Change.class);

    // then
    assertThat(change.in(SOME))
        .isEqualTo(new DatabaseAccess(List.of("203.0.113.0/24", "10.0.0.0/8"), List.of(), true));
  }

  @Test
  void whatIsNoNetworkIsRefusedWithItsWords() {
    assertThatThrownBy(() -> read("{\"dbAllowedCidrs\": [\"here\"]}", Networks.class).in(SOME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'here' is no IPv4 network");
  }

  @Test
  void answersHaveTheHostedPlatformsFields() throws JsonProcessingException {
    assertThat(ContractJson.mapper().writeValueAsString(Restrictions.of(SOME)))
        .isEqualTo(
            "{\"entitlement\":\"allowed\",\"config\":{\"dbAllowedCidrs\":[\"203.0.113.0/24\"],"
                + "\"dbAllowedCidrsV6\":[\"2001:db8::/32\"]},\"status\":\"applied\"}");
    assertThat(ContractJson.mapper().writeValueAsString(TypedRestrictions.of(SOME)))
        .isEqualTo(
            "{\"entitlement\":\"allowed\",\"config\":{\"dbAllowedCidrs\":["
                + "{\"address\":\"203.0.113.0/24\",\"type\":\"v4\"},"
                + "{\"address\":\"2001:db8::/32\",\"type\":\"v6\"}]},\"status\":\"applied\"}");
  }
}
