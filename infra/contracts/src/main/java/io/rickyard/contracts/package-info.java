/**
 * The words every module shares: ids, the envelope around each message, who acted, and where a
 * message stands in a topic. Holds no behaviour of a service and knows no broker and no database.
 */
@NullMarked
package io.rickyard.contracts;

import org.jspecify.annotations.NullMarked;
