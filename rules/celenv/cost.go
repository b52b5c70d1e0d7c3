package celenv

import (
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/common/types"
)

// Sizes assumed of what conditions read, to bound the work that a condition can cause. They are ample,
// not enforced: the files of an operator are not hostile, but a slip must not stall a check.
const (
	assumedString = 256
	assumedList   = 1_000
)

// sizes estimates sizes for cel-go's cost model.
type sizes struct{}

// EstimateSize implements checker.CostEstimator.
func (sizes) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	limit := uint64(assumedString)
	if t := node.Type(); t != nil && (t.Kind() == types.ListKind || t.Kind() == types.MapKind) {
		limit = assumedList
	}
	return &checker.SizeEstimate{Min: 0, Max: limit}
}

// EstimateCallCost implements checker.CostEstimator.
func (sizes) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}
