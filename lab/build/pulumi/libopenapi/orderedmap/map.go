// Package orderedmap has the map type of OpenAPI models.
package orderedmap

import "iter"

// Map is always empty: no document is read that could fill one.
type Map[K comparable, V any] struct{}

// New makes a map.
func New[K comparable, V any]() *Map[K, V] {
	return &Map[K, V]{}
}

// Len is the number of entries.
func Len[K comparable, V any](*Map[K, V]) int {
	return 0
}

// Get finds nothing.
func (*Map[K, V]) Get(K) (V, bool) {
	var zero V
	return zero, false
}

// GetOrZero finds nothing.
func (*Map[K, V]) GetOrZero(K) V {
	var zero V
	return zero
}

// Set panics, because there is no document to take an entry from.
func (*Map[K, V]) Set(K, V) (V, bool) {
	panic("orderedmap: an entry of an OpenAPI document, though none is read")
}

// Delete finds nothing.
func (*Map[K, V]) Delete(K) (V, bool) {
	var zero V
	return zero, false
}

// FromOldest yields nothing.
func (*Map[K, V]) FromOldest() iter.Seq2[K, V] {
	return func(func(K, V) bool) {}
}

// KeysFromOldest yields nothing.
func (*Map[K, V]) KeysFromOldest() iter.Seq[K] {
	return func(func(K) bool) {}
}
