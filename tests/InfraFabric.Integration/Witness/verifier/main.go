// Checks a served ledger with Go's own packages for notes and logs: its signature, its root, and that entries are
// included and earlier sizes consistent.
//
//	verifier URL VKEY PROOF SIZE...
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

var address string

// tiles reads the tiles of the log. What it gives is held against the signed root by the package itself.
type tiles struct{}

func (tiles) Height() int                     { return tileHeight }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (tiles) ReadTiles(of []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(of))
	for i, tile := range of {
		read[i] = get(pathOf(tile))
	}
	return read, nil
}

// pathOf gives the path of C2SP's tlog-tiles, which has no height and calls data entries.
func pathOf(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if strings.HasPrefix(path, "data/") {
		return "tile/entries/" + strings.TrimPrefix(path, "data/")
	}
	return "tile/" + path
}

func get(path string) []byte {
	response, err := http.Get(address + "/" + path)
	must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(err)
	if response.StatusCode != http.StatusOK {
		fail("%s: status %d", path, response.StatusCode)
	}
	return body
}

// entryAt reads an entry from its bundle, as it is in a log of this size.
func entryAt(index, size int64) []byte {
	bundle := tlog.Tile{H: tileHeight, L: -1, N: index >> tileHeight, W: 1 << tileHeight}
	if last := size - bundle.N<<tileHeight; last < int64(bundle.W) {
		bundle.W = int(last)
	}
	rest := get(pathOf(bundle))
	for i := int64(0); ; i++ {
		length := int(binary.BigEndian.Uint16(rest))
		if i == index&(1<<tileHeight-1) {
			return rest[2 : 2+length]
		}
		rest = rest[2+length:]
	}
}

func open(text []byte, verifiers note.Verifiers) tlog.Tree {
	opened, err := note.Open(text, verifiers)
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

func checkProof(file []byte, verifiers note.Verifiers) {
	head, checkpoint, found := bytes.Cut(file, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("no proof")
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	_, entry, _ := bytes.Cut(extra, []byte("\n"))
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		path = append(path, hash)
	}
	tree := open(checkpoint, verifiers)
	must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
}

func main() {
	address = os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	verifiers := note.VerifierList(verifier)
	head := open(get("checkpoint"), verifiers)
	hashes := tlog.TileHashReader(head, tiles{})
	root, err := tlog.TreeHash(head.N, hashes)
	must(err)
	if root != head.Hash {
		fail("the tiles make another root")
	}
	file, err := os.ReadFile(os.Args[3])
	must(err)
	checkProof(file, verifiers)
	for _, argument := range os.Args[4:] {
		text, err := os.ReadFile(argument)
		must(err)
		checkEarlier(open(text, verifiers), head, hashes)
	}
	fmt.Printf("ok %d\n", head.N)
}

// checkEarlier checks a checkpoint that the log signed when it was smaller.
func checkEarlier(earlier, head tlog.Tree, hashes tlog.HashReader) {
	root, err := tlog.TreeHash(earlier.N, hashes)
	must(err)
	if root != earlier.Hash {
		fail("size %d: the tiles make another root", earlier.N)
	}
	tree, err := tlog.ProveTree(head.N, earlier.N, hashes)
	must(err)
	must(tlog.CheckTree(tree, head.N, head.Hash, earlier.N, earlier.Hash))
	for _, index := range []int64{0, earlier.N / 2, earlier.N - 1} {
		path, err := tlog.ProveRecord(earlier.N, index, hashes)
		must(err)
		entry := entryAt(index, head.N)
		must(tlog.CheckRecord(path, earlier.N, earlier.Hash, index, tlog.RecordHash(entry)))
	}
	fmt.Printf("size %d\n", earlier.N)
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}
