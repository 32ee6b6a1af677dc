package io.rickyard.contracts.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.OrganizationId;
import java.util.List;

/**
 * The events of one commit to one organization. Each event raises the version by one, so the first
 * one's version is the envelope's less the count plus one.
 *
 * @param organizationId whose events they are
 * @param events in the order in which they happened, at least one
 */
public record OrganizationEvents(OrganizationId organizationId, List<OrganizationEvent> events)
    implements MessageBody {
  /** Checks that nothing required is missing. */
  public OrganizationEvents {
    requireNonNull(organizationId, "organization_id");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A message holds at least one event");
    }
  }

  @Override
  public String messageType() {
    return "organization.events";
  }
}
