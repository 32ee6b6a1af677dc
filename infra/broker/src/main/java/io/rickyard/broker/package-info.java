/**
 * Kafka inside this JVM: one node that is broker and controller, with credentials, rights and
 * topics as its caller names them. Knows nothing of Rickyard's topics or services, and nothing but
 * the launcher and the tests may start one.
 */
@NullMarked
package io.rickyard.broker;

import org.jspecify.annotations.NullMarked;
