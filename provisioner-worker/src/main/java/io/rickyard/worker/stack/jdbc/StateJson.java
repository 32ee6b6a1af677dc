package io.rickyard.worker.stack.jdbc;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.worker.stack.StackState;
import java.sql.SQLException;

/** A stack's state as it stands in the table; the names are stored and so stay. */
final class StateJson {

  private static final JsonMapper JSON =
      ContractJson.mapper().rebuild().addMixIn(StackState.class, Names.class).build();

  private StateJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = StackState.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = StackState.Changing.class, name = "changing"),
    @JsonSubTypes.Type(value = StackState.Active.class, name = "active"),
    @JsonSubTypes.Type(value = StackState.Unhealthy.class, name = "unhealthy"),
    @JsonSubTypes.Type(value = StackState.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = StackState.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = StackState.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = StackState.Removed.class, name = "removed")
  })
  private interface Names {}

  static String write(StackState state) throws SQLException {
    try {
      return JSON.writerFor(StackState.class).writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new SQLException("A stack's state cannot be written", e);
    }
  }

  static StackState read(String json) throws JsonProcessingException {
    return JSON.readValue(json, StackState.class);
  }
}
