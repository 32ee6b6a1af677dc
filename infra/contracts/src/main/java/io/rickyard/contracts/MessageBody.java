package io.rickyard.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What an envelope may hold: one command, or the events of one commit to one entity. Every family
 * of bodies is sealed in its own package; {@link io.rickyard.contracts.json.ContractJson} knows
 * them all.
 */
public interface MessageBody {

  /** The name under which the body goes over the wire; stable for ever. */
  @JsonIgnore
  String messageType();
}
