/**
 * How a service starts: its settings, its schema, its context, its server. Knows no service by name
 * and holds nothing that a service decides.
 */
@NullMarked
package io.rickyard.service;

import org.jspecify.annotations.NullMarked;
