package io.rickyard.auth.deed;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.audit.AuditRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Everything that anybody did, to which one can only add. */
public interface AuditTrail {

  /** Adds records on this connection; one that is there already changes nothing. */
  void append(Connection connection, List<Envelope<AuditRecord>> records) throws SQLException;
}
