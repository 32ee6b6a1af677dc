package io.rickyard.worker.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rickyard.contracts.json.ContractJson;
import java.lang.reflect.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows as objects by the columns' names, as the hosted platform gives them: numbers that a
 * JavaScript number holds exactly as numbers, JSON as JSON, arrays as arrays, everything else as
 * PostgreSQL's text. Of columns with one name the last one stays.
 */
final class JsonRows {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** As JavaScript's Number.MAX_SAFE_INTEGER. */
  private static final long LARGEST_NUMBER = (1L << 53) - 1;

  private JsonRows() {}

  static ArrayNode of(ResultSet rows) throws SQLException {
    var all = NODES.arrayNode();
    ResultSetMetaData columns = rows.getMetaData();
    while (rows.next()) {
      var row = all.addObject();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.set(columns.getColumnLabel(i), value(rows, i, columns.getColumnTypeName(i)));
      }
    }
    return all;
  }

  private static JsonNode value(ResultSet rows, int column, String type) throws SQLException {
    String text = rows.getString(column);
    if (text == null) {
      return NODES.nullNode();
    }
    if (type.startsWith("_")) {
      return array(rows.getArray(column).getArray(), type.substring(1));
    }
    return value(text, type);
  }

  private static JsonNode value(String text, String type) throws SQLException {
    return switch (type) {
      case "bool" -> NODES.booleanNode(text.equals("t") || text.equals("true"));
      case "int2", "int4", "int8", "oid" -> whole(Long.parseLong(text));
      case "float4", "float8" -> fraction(Double.parseDouble(text), text);
      case "json", "jsonb" -> json(text);
      default -> NODES.textNode(text);
    };
  }

  private static JsonNode array(@Nullable Object array, String type) throws SQLException {
    if (array == null) {
      return NODES.nullNode();
    }
    if (!array.getClass().isArray()) {
      return value(array.toString(), type);
    }
    var all = NODES.arrayNode();
    for (int i = 0; i < Array.getLength(array); i++) {
      all.add(array(Array.get(array, i), type));
    }
    return all;
  }

  private static JsonNode whole(long value) {
    return Math.abs(value) <= LARGEST_NUMBER
        ? NODES.numberNode(value)
        : NODES.textNode(Long.toString(value));
  }

  /** JSON has no infinity and nothing that is no number. */
  private static JsonNode fraction(double value, String text) {
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(text);
  }

  private static JsonNode json(String text) throws SQLException {
    try {
      return ContractJson.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("PostgreSQL gave JSON that is none", e);
    }
  }
}
