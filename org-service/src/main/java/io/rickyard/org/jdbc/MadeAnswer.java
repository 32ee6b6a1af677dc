package io.rickyard.org.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;

/** What was made under a key, where its name is all of the answer that is kept. */
record MadeAnswer(String made) {

  static MadeAnswer parse(String json) {
    try {
      return ContractJson.mapper().readValue(json, MadeAnswer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored answer cannot be read", e);
    }
  }

  String json() {
    try {
      return ContractJson.mapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be stored", e);
    }
  }
}
